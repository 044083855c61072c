package io.mediafn.media.video.mp4;

import io.mediafn.media.read.Bytes;

/**
 * How a picture is turned on display: the linear part of a matrix, in 1/65536. A point (x, y) goes to
 * (a x + c y, b x + d y), with y downwards.
 */
record Matrix(int a, int b, int c, int d) {
    static final Matrix IDENTITY = new Matrix(1 << 16, 0, 0, 1 << 16);

    /** Directions further from a right angle than this are not called one. */
    private static final double TOLERANCE = 1;

    static Matrix read(Bytes bytes, long at) {
        return new Matrix(bytes.s32be(at), bytes.s32be(at + 4), bytes.s32be(at + 12), bytes.s32be(at + 16));
    }

    /** First this one, then the other. */
    Matrix then(Matrix next) {
        return new Matrix(
                product(a, next.a, b, next.c),
                product(a, next.b, b, next.d),
                product(c, next.a, d, next.c),
                product(c, next.b, d, next.d));
    }

    private static int product(int x, int y, int z, int w) {
        return (int) ((((long) x * y) >> 16) + (((long) z * w) >> 16));
    }

    /** Clockwise: 0, 90, 180 or 270 degrees; 0 for a matrix that turns by another angle, or by none. */
    int rotation() {
        if (a == 0 && b == 0) {
            return 0;
        }
        double degrees = Math.toDegrees(Math.atan2(b, a));
        long quarters = Math.round(degrees / 90);
        boolean right = Math.abs(degrees - quarters * 90) <= TOLERANCE;
        return right ? (int) Math.floorMod(quarters * 90, 360L) : 0;
    }

    boolean isMirrored() {
        return (long) a * d - (long) b * c < 0;
    }
}
