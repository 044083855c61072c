/** Lists files as FiftyOne's storage functions do. */
@NullMarked
package io.mediafn.operation.list;

import org.jspecify.annotations.NullMarked;
