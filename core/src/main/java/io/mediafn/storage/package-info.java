/**
 * How bytes move: few verbs over whole objects, the same for every store. {@link io.mediafn.storage.ObjectStore} states
 * the contract; the sub-packages keep it, one per kind of store, and nothing of a cloud's SDK leaves its package.
 */
@NullMarked
package io.mediafn.storage;

import org.jspecify.annotations.NullMarked;
