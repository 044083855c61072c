/** What tests of every module share. */
@NullMarked
package io.mediafn.testing;

import org.jspecify.annotations.NullMarked;
