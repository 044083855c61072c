package io.mediafn.operation.copy;

import io.mediafn.location.Location;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one copy will take, from its size alone.
 *
 * @param requests to both services, without listings and without what fails
 * @param egress bytes that leave the source's service
 * @param usd by {@link Prices}
 */
record Estimate(Method method, long requests, long egress, double usd) {
    private static final double GIB = 1L << 30;
    /** The largest object, and part, that S3 copies in one request; Azure's are a little smaller. */
    private static final long SERVER_SIDE_PART = 5L << 30;

    static Estimate of(Method method, Location from, Location to, long size, long partSize) {
        Prices source = Prices.of(from);
        Prices target = Prices.of(to);
        long unit = method == Method.STREAM ? partSize : SERVER_SIDE_PART;
        long parts = Math.max(1, (size + unit - 1) / unit);
        long reads = method == Method.STREAM ? parts == 1 ? 1 : parts + 1 : parts == 1 ? 0 : 1;
        long writes = parts == 1 ? 1 : parts + 2;
        long egress = Prices.leaves(from, to) ? size : 0;
        double usd = reads * source.read() + writes * target.write() + egress / GIB * source.egressPerGib();
        return new Estimate(method, reads + writes, egress, usd);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("requests", requests);
        json.put("egress_bytes", egress);
        json.put("usd_estimate", Math.round(usd * 1e8) / 1e8);
        return json;
    }
}
