/** Folding a manifest's many small segments into few large ones. */
@NullMarked
package io.mediafn.operation.compact;

import org.jspecify.annotations.NullMarked;
