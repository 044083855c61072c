/** Deletes objects, by name or all below a prefix. */
@NullMarked
package io.mediafn.operation.delete;

import org.jspecify.annotations.NullMarked;
