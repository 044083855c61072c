/** Datasets as NDJSON in any store: no database, no lock, safe under many functions that write at once. */
@NullMarked
package io.mediafn.dataset.manifest;

import org.jspecify.annotations.NullMarked;
