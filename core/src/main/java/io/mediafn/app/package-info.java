/** The composition root: the only package that knows which stores and datasets there are. */
@NullMarked
package io.mediafn.app;

import org.jspecify.annotations.NullMarked;
