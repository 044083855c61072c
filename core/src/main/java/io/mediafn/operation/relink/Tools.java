package io.mediafn.operation.relink;

import io.mediafn.batch.BatchRunner;
import io.mediafn.location.LocationPolicy;
import io.mediafn.storage.Stores;

/** What every relink works with. */
record Tools(Stores stores, LocationPolicy policy, BatchRunner runner) {}
