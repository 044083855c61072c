/** Google Cloud Storage through Google's client. The only package that knows it. */
@NullMarked
package io.mediafn.storage.gcs;

import org.jspecify.annotations.NullMarked;
