/** Least privilege, printed. */
@NullMarked
package io.mediafn.cli.policy;

import org.jspecify.annotations.NullMarked;
