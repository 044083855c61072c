/** Lets the samples of datasets link to where their media are now, and nothing point nowhere. */
@NullMarked
package io.mediafn.operation.relink;

import org.jspecify.annotations.NullMarked;
