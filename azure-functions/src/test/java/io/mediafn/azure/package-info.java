/** Tests of the entry points of Azure Functions. */
@NullMarked
package io.mediafn.azure;

import org.jspecify.annotations.NullMarked;
