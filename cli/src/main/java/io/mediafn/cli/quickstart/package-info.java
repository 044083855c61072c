/** The whole way from a bucket event to a dataset on one machine, without a cloud. */
@NullMarked
package io.mediafn.cli.quickstart;

import org.jspecify.annotations.NullMarked;
