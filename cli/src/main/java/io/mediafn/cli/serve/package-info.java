/** The HTTP API on this machine. */
@NullMarked
package io.mediafn.cli.serve;

import org.jspecify.annotations.NullMarked;
