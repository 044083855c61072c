/** What whoever runs an operation must be allowed to do, in the words of each cloud. */
@NullMarked
package io.mediafn.permission;

import org.jspecify.annotations.NullMarked;
