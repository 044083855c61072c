/** Many items at once: each gets an outcome, none is lost, and a failure of one is data for the others. */
@NullMarked
package io.mediafn.batch;

import org.jspecify.annotations.NullMarked;
