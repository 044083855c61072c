/** Tells what is known of objects without reading them. */
@NullMarked
package io.mediafn.operation.stat;

import org.jspecify.annotations.NullMarked;
