package io.mediafn.storage.azure;

import io.mediafn.checksum.Checksum;
import io.mediafn.checksum.ChecksumAlgorithm;
import io.mediafn.checksum.Checksums;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CRC of a blob made of blocks. Azure checks each block and computes nothing of the whole, so whoever made the blob
 * keeps it among the metadata, with the size that it is of: without it, a second run could not tell that a large object
 * is there already. It goes away with the metadata when somebody else writes the blob anew.
 */
final class AzureOwnChecksum {
    static final String NAME = "mediafn_crc64nvme";

    private static final Pattern VALUE = Pattern.compile("([0-9a-f]{16})_(\\d{1,18})");

    private AzureOwnChecksum() {}

    static Map<String, String> among(Map<String, String> metadata, Checksum crc, long size) {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.put(NAME, crc.hex() + "_" + size);
        return all;
    }

    /** The checksums that Azure tells, and this one if it is of a blob of that size. */
    static Checksums with(Checksums told, AzureAnswer answer, long size) {
        Matcher value = VALUE.matcher(answer.header("x-ms-meta-" + NAME).orElse(""));
        return value.matches() && Long.parseLong(value.group(2)) == size
                ? told.with(new Checksum(ChecksumAlgorithm.CRC64NVME, value.group(1)))
                : told;
    }
}
