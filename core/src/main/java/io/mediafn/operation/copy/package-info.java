/** Copies objects between any two stores, and proves that they arrived. */
@NullMarked
package io.mediafn.operation.copy;

import org.jspecify.annotations.NullMarked;
