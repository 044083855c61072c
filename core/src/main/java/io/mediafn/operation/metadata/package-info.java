/** Metadata of objects, by ranged reads of their headers. */
@NullMarked
package io.mediafn.operation.metadata;

import org.jspecify.annotations.NullMarked;
