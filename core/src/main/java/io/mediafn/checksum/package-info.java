/**
 * Proof that bytes are the same: digests, computed while bytes pass, compared, and, for the CRCs, combined from parts
 * that finished in any order.
 */
@NullMarked
package io.mediafn.checksum;

import org.jspecify.annotations.NullMarked;
