/** Objects as files of a folder. */
@NullMarked
package io.mediafn.storage.local;

import org.jspecify.annotations.NullMarked;
