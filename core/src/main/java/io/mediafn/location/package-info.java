/** Where media is: locations kept exactly as they were written, and the policy that says which may be touched. */
@NullMarked
package io.mediafn.location;

import org.jspecify.annotations.NullMarked;
