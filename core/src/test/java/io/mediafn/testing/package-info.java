/** Real servers for tests, shared by all modules: {@link io.mediafn.testing.TestServers} finds or starts them. */
@NullMarked
package io.mediafn.testing;

import org.jspecify.annotations.NullMarked;
