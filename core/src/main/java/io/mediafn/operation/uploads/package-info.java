/** Finds uploads in parts that nobody finished, and throws them away. */
@NullMarked
package io.mediafn.operation.uploads;

import org.jspecify.annotations.NullMarked;
