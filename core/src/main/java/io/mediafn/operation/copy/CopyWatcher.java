package io.mediafn.operation.copy;

/** Is told how a copy goes on, by whichever thread knows; for progress that people see. */
public interface CopyWatcher {
    /** Watches nothing. */
    CopyWatcher NOBODY = new CopyWatcher() {
        @Override
        public void expected(long objects, long bytes, boolean all) {}

        @Override
        public void moved(long bytes) {}
    };

    /**
     * What has been found so far.
     *
     * @param all whether there is no more to come
     */
    void expected(long objects, long bytes, boolean all);

    /** More bytes have been written at a target. */
    void moved(long bytes);
}
