/** The entry points of Google Cloud Run functions: they turn what Google brings into calls of the core, and nothing more. */
@NullMarked
package io.mediafn.gcf;

import org.jspecify.annotations.NullMarked;
