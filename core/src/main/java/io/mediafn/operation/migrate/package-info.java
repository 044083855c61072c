/** Moves the media of a dataset to another place: copied, verified, relinked, and only then, if asked, deleted. */
@NullMarked
package io.mediafn.operation.migrate;

import org.jspecify.annotations.NullMarked;
