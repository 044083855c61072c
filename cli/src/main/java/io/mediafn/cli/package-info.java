/** The operations in a terminal. Results go to stdout, everything else to stderr. */
@NullMarked
package io.mediafn.cli;

import org.jspecify.annotations.NullMarked;
