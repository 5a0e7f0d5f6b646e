package import Journal

/// A journal's own head, told apart from the one that a beat carries.
package typealias ChainHead = JournalHead
