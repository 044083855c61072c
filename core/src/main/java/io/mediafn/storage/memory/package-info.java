/** Objects in the memory of this process. */
@NullMarked
package io.mediafn.storage.memory;

import org.jspecify.annotations.NullMarked;
