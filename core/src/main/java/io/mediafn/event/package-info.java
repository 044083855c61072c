/** What buckets say: an object was created or deleted, whatever cloud said it, and what follows from it. */
@NullMarked
package io.mediafn.event;

import org.jspecify.annotations.NullMarked;
