/** How operations are asked for over HTTP, whichever platform carries it: the same bytes for the same request. */
@NullMarked
package io.mediafn.api;

import org.jspecify.annotations.NullMarked;
