/**
 * FiftyOne's datasets in MongoDB, written as its own client would write them: the documents, their types and what must
 * not be touched. Both kinds of database are understood, the open-source client's and the teams' one.
 */
@NullMarked
package io.mediafn.dataset.fiftyone;

import org.jspecify.annotations.NullMarked;
