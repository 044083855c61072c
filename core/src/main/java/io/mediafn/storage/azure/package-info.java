/** Azure Blob Storage through Microsoft's client. The only package that knows it. */
@NullMarked
package io.mediafn.storage.azure;

import org.jspecify.annotations.NullMarked;
