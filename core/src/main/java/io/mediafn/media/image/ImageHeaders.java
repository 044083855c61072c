package io.mediafn.media.image;

import io.mediafn.media.format.Format;
import io.mediafn.media.read.MediaException;
import io.mediafn.media.read.MediaException.Reason;
import io.mediafn.media.read.Window;

/** The one way to the readers of all image formats. */
public final class ImageHeaders {
    private ImageHeaders() {}

    /**
     * Reads the header of an image.
     *
     * @throws MediaException if it is broken, or of a format that is not read
     */
    public static ImageHeader read(Format format, Window window) {
        return switch (format) {
            case JPEG -> JpegHeader.read(window);
            case PNG -> PngHeader.read(window);
            case GIF -> GifHeader.read(window);
            case WEBP -> WebpHeader.read(window);
            case TIFF, CR2 -> TiffHeader.read(window);
            case BMP -> BmpHeader.readBmp(window);
            case DIB -> BmpHeader.readDib(window);
            case AVIF -> AvifHeader.read(window);
            case HEIC, HEIF -> HeicHeader.read(window);
            case JPEG_2000 -> Jpeg2000Header.read(window);
            case JPEG_XL -> JpegXlHeader.read(window);
            case PSD -> PsdHeader.read(window);
            case ICO -> IcoHeader.read(window);
            case CUR -> CurHeader.read(window);
            case DDS -> DdsHeader.read(window);
            case PNM -> PnmHeader.read(window);
            case TGA -> TgaHeader.read(window);
            case PCX -> PcxHeader.read(window);
            case QOI -> QoiHeader.read(window);
            case OPENEXR -> OtherHeaders.readOpenExr(window);
            case RADIANCE -> OtherHeaders.readRadiance(window);
            case DICOM -> DicomHeader.read(window);
            default -> throw new MediaException(Reason.UNSUPPORTED, format.mimeType() + " is not read by this version");
        };
    }
}
