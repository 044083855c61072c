/** Objects behind any web server, read only, and never on a network that callers could not reach themselves. */
@NullMarked
package io.mediafn.storage.http;

import org.jspecify.annotations.NullMarked;
