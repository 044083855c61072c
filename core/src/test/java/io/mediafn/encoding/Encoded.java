package io.mediafn.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One text as other encoders wrote it: zstd 1.5, brotli 1.2 and gzip 1.12 by their own tools and Python's modules. */
enum Encoded {
    ZSTD_LEVEL_1(
            ContentEncoding.ZSTD,
            "28b52ffd643204ed0600d2cd251b80a5c9038ca186e863516cc4bf3a6444e5ee922224c4e906585e180342623845810a16f299b5dd"
                    + "5fc87f6aa9a2e5da211faf19ed9b55a9b75bbde2c466ccedd3bced5571d9bb4dcf97a5888679676af8ade4bd2aeb6227dbb15ff72e"
                    + "abb5b2bcdfa162656627ea2a21319ca240e536b7404c813902a8181f1f06040e84cc6118c43950a9ae1e1cc250f9010a0762c848e8"
                    + "541010c7084fa811d005f4a890dde0358b011124040a640c8a0e730fe18b60fb3f0c375d39fced8bc0fb3f14375d71fced0bc1fb6f"
                    + "18375d0a46d4eed101c9a1a2be0b0457150069b18f10e7"),
    ZSTD_LEVEL_19(
            ContentEncoding.ZSTD,
            "28b52ffd643204bd0600220d231690ab035bcbbec5be9ba89911cdc826bb7931fbfbf104a79e888f6976ea66cbc7acb88da96e9aef"
                    + "8ad67bb76c98cd79befaaedb9fbc869d777e68ffc8e6b9c7aaa89b898c6ab7dec6ecdcfaeb68fa76697f788d879b96a9acb7bbbfca"
                    + "cd0bf338449354f63691ac68214352e8e9d06120495a4851080e94d4fd3de0082b29b3a04192950a26592214c1290250a82174c28b"
                    + "0ad90dc0950b631124040e640c8a0c9579a62161409d0b94d01b602925071ea07381127a03ec242f1fa38635f37c4119bd09e61221"
                    + "e347e4485e8c7aff082c155869b18f10e7"),
    /** Without a checksum and without a size. */
    ZSTD_BARE(
            ContentEncoding.ZSTD,
            "28b52ffd0008bd0600420d241b80a769038cdfe2ff28aa119b536460ea48647777ef3c9d8b3bee0976d3225a2afba6f6e1118d2ea9"
                    + "4c6db56ae4bcffd05489753d5bb5cb2d3c53d6af27ef125aeb8e6664574548e6fc691a51316d4fc9b67e794f4f3a5db9cad07e777b"
                    + "8689050583a4301453795920e7e01c01c590961e06040ea49cc33088e450ccf74b4888538c0d603890538c4271290888c40850a811"
                    + "d005f4a890dde0358b011124040a640c8a0e730fb12b87bf7d1178ff87e2a62b8ebf7d2178ff0de3a64b8ebff52278df5f20a2be47"
                    + "17240f15f566105c5500a401"),
    ZSTD_STREAMED(
            ContentEncoding.ZSTD,
            "28b52ffd0460ad0700a20b21199025ed6bfda6acfd6a34448244b9dbeb6eb29b6c768c2d1138c3c02024739c3ae2a799ba2d1f2b36"
                    + "a69bbeabf5de3266e7b9be6f3faf759e1ffea3791e2bea26b25aaf37b3b7bea3bd9dfd5d236e662aebedeeaf72f3c020247314c9de"
                    + "3645292828a0087a7a6140001555d039442a14b9bf1f12518a98011ca828758cb23204443a014fa8b18d801e15b21b206326781124"
                    + "040a48480de42e285e0ced0376bbb9042fdd0ecfee64eee185db91d8fdcd31bcb47634bbd95c072fdd0e677732d7f0e2db91d8fde6"
                    + "185e523b3ebbd95c83976e07b3bb33d7f0e2ed4806daa25c053155ca514420a9458aaa2280e0aa02220db18f10e7"),
    BR_11(
            ContentEncoding.BR,
            "1b3105002c0e6c1b61ed64b79a48647e980ea7ca4ec85ca02b98b1367b8393d3200a2d692b8c8da7af9b9ea5fe77c79f791da5729c"
                    + "4be01c2b06431ab2f4df37edd5ff4ffc06bf0ee0f12d6ef3d7c88172bea5fd9c0f88ed2e3ff247989daf88d0d7ae944943ec005c4d"
                    + "44cb4ef02119e28500dd545eb61b6e2681bd06b2c82446ee4ca314320cc58769d07b1d102f117a834067326fdb857b49e5e830ac35"
                    + "81293bd24512b9174c7053b0b62bcaa481d300709908e04e3c29990baf00"),
    BR_5(
            ContentEncoding.BR,
            "1b310500445b2bfd19b5c21c2499cc57e71e285415caf3d5897aecc9f89a27a162004bd0db3f4b057b144e450e3204346833c1dfbd"
                    + "57d37bf07ecfef73fe8af27b038ff37efeaf0365b98bcfcd3fe723dbd132314befebfb536d874a67afb82fbf3da5bafef9222537cf"
                    + "6549faa874446d64a4b653cdcc09b988cd247622a1d9ce75674e3855b1993d39910d6f672932274c2b36d3c5898cc1766a37734271"
                    + "6233193d91c8daceedcc9c70d6b199c398c80e6d67253327cc466ca66727d298ed0c75e68472c566b2722231de4e2032275c293673"
                    + "cc7900"),
    BR_FLUSHED(
            ContentEncoding.BR,
            "8bf90000445d337f46559883a4fde7dc0383a9c1e0df763af63affe655120e3082d62e0aec81b58d8141307c3be466b739b9606ff9"
                    + "1ef98a726ee090fbfc574086631ccd975c12a2d2d6a67ebd4f1542525166bd7c5892953f2f2231511712f452d2cd6c5368a173432d"
                    + "6abe400e647348cc4921b4e786e3a5f9023b53766200d1330040bcc1e68d88a0d20b0b02dd3528e34dee052679b4e6883ec6e32b76"
                    + "9c7ac819dde4e3666ed8622cb30e43dece4de67fe68689c6326333e4f1dde48f3337dc572c73b1433fb3fca6f5198533b9faa1a6f5"
                    + "32057539cee154ef7d563c79ad00"),
    GZIP_TOOL(
            ContentEncoding.GZIP,
            "1f8b08000000000002038d93416ac4300c45f73d852f50b0644996739b6948da40da19d2d9f4f6530ac5fc781ce2adbc788fc79fb7"
                    + "cbe714e2df0bd7398ceb727b8d7108e3657b99ff8f854a3dd210eedb659e9731accbfbc7bd7ef3e4f51b0fe16d197fc675aa1fb2e6"
                    + "fa210de1366ddfd7af7ab76cf52e3b082d5a8fda855092facd9e40484a60ba8748ca200b109c09143b105422883610140b98ee2122"
                    + "3bc8620ec9a0d8cb6106a26d0e5730dd43e428200b10c609147b398441b4cd6104a64d0e8f208b394a01c50e049383689b2365306d"
                    + "72a8812ce6c80a8abd1c4540b481704a60dae448dc9fa8299d99a8e6783c51f172385189de9f68e27c66a22c763c51323d9c6874e9"
                    + "4ff417e3cc440bf3f1445de8d9441fb9d25b3232050000"),
    /** With the name of a file and a time. */
    GZIP_NAMED(
            ContentEncoding.GZIP,
            "1f8b080800f1536502ff636c69702e747874008d93416ac4300c45f73d852f50b0644996739b6948da40da19d2d9f4f6530ac5fc78"
                    + "1ce2adbc788fc79fb7cbe714e2df0bd7398ceb727b8d7108e3657b99ff8f854a3dd210eedb659e9731accbfbc7bd7ef3e4f51b0fe1"
                    + "6d197fc675aa1fb2e6fa210de1366ddfd7af7ab76cf52e3b082d5a8fda855092facd9e40484a60ba8748ca200b109c09143b105422"
                    + "883610140b98ee21223bc8620ec9a0d8cb6106a26d0e5730dd43e428200b10c609147b398441b4cd6104a64d0e8f208b394a01c50e"
                    + "049383689b2365306d72a8812ce6c80a8abd1c4540b481704a60dae448dc9fa8299d99a8e6783c51f172385189de9f68e27c66a22c"
                    + "763c51323d9c6874e94ff417e3cc440bf3f1445de8d9441fb9d25b3232050000");

    private static final String[] LABELS = {"car", "person", "bicycle", "traffic light"};

    /** What all of them hold. */
    static byte[] text() {
        return IntStream.range(0, 40)
                .mapToObj(i ->
                        "frame " + String.valueOf(1_000_000 + i * 7919 % 1000).substring(1) + " of clip-0" + i % 7
                                + ": " + LABELS[i * 31 % 4] + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private final ContentEncoding encoding;
    private final String hex;

    Encoded(ContentEncoding encoding, String hex) {
        this.encoding = encoding;
        this.hex = hex;
    }

    ContentEncoding encoding() {
        return encoding;
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] decode(ContentEncoding encoding, byte[] bytes) throws IOException {
        try (InputStream content = encoding.decode(new ByteArrayInputStream(bytes))) {
            return content.readAllBytes();
        }
    }

    static byte[] encode(ContentEncoding encoding, byte[] bytes) throws IOException {
        try (InputStream encoded = encoding.encode(new ByteArrayInputStream(bytes))) {
            return encoded.readAllBytes();
        }
    }
}
