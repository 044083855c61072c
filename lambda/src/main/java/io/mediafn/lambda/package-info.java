/** The entry points of AWS Lambda: they turn what Lambda brings into calls of the core, and nothing more. */
@NullMarked
package io.mediafn.lambda;

import org.jspecify.annotations.NullMarked;
