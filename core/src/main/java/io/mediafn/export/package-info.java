/** What mediafn knows, in the shapes in which labelling tools take it. */
@NullMarked
package io.mediafn.export;

import org.jspecify.annotations.NullMarked;
