/** Which objects belong together, and what is known of each: samples in a dataset, whatever it is kept in. */
@NullMarked
package io.mediafn.dataset;

import org.jspecify.annotations.NullMarked;
