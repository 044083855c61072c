package io.mediafn.checksum;

import java.util.HashMap;
import java.util.Map;

/**
 * Arithmetic on CRCs as polynomials over GF(2) modulo the CRC's own, reflected: the highest bit is the coefficient of
 * x^0. Appending n bytes multiplies what was there by x^(8n); that, and not the bytes, is all that combining takes.
 */
final class CrcAlgebra {
    private static final CrcAlgebra CRC32C = new CrcAlgebra(32, 0x82f63b78L);
    private static final CrcAlgebra CRC64NVME = new CrcAlgebra(64, Crc64Nvme.POLYNOMIAL);

    /** The coefficient of x^0. */
    private final long one;

    private final long polynomial;
    /** At k: x^(2^k). Lengths have 63 bits, and a byte is three more. */
    private final long[] powers = new long[66];

    private CrcAlgebra(int width, long polynomial) {
        this.one = 1L << (width - 1);
        this.polynomial = polynomial;
        powers[0] = one >>> 1;
        for (int k = 1; k < powers.length; k++) {
            powers[k] = multiply(powers[k - 1], powers[k - 1]);
        }
    }

    /**
     * The arithmetic of one CRC.
     *
     * @throws IllegalArgumentException if it is no CRC
     */
    static CrcAlgebra of(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32C -> CRC32C;
            case CRC64NVME -> CRC64NVME;
            case MD5, SHA256 ->
                throw new IllegalArgumentException(
                        "the " + algorithm.text() + " of a whole can't be computed from its parts'");
        };
    }

    long multiply(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = one; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ polynomial : shifted >>> 1;
        }
        return product;
    }

    /** x^(8n): what appending {@code bytes} bytes multiplies by; 0 or more. */
    long shift(long bytes) {
        long product = one;
        int k = 3;
        for (long rest = bytes; rest != 0; rest >>>= 1, k++) {
            if ((rest & 1) != 0) {
                product = multiply(powers[k], product);
            }
        }
        return product;
    }

    /** Remembers the shifts of lengths, since the parts of an object have few. Belongs to one thread. */
    static final class Shifts {
        private static final int REMEMBERED = 64;

        private final CrcAlgebra algebra;
        private final Map<Long, Long> known = new HashMap<>();

        Shifts(CrcAlgebra algebra) {
            this.algebra = algebra;
        }

        /** The CRC of the first bytes followed by the second, of which there are {@code lengthOfSecond}. */
        long combine(long first, long second, long lengthOfSecond) {
            Long shift = known.get(lengthOfSecond);
            if (shift == null) {
                shift = algebra.shift(lengthOfSecond);
                if (known.size() < REMEMBERED) {
                    known.put(lengthOfSecond, shift);
                }
            }
            return algebra.multiply(shift, first) ^ second;
        }
    }
}
