/** The entry points of Azure Functions: they turn what its host brings into calls of the core, and nothing more. */
@NullMarked
package io.mediafn.azure;

import org.jspecify.annotations.NullMarked;
