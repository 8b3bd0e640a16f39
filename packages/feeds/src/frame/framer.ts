/** Cuts a stream of bytes into messages, however they arrive in chunks. It belongs to one connection and holds a bounded number of bytes. */
export type Framer = {
	/** Whole messages that these bytes complete, in order. */
	readonly push: (bytes: Uint8Array) => readonly Uint8Array[]
	/** What is left when the stream ends, or when nothing more came for a while: a last message without its end, a group that was not completed. */
	readonly rest: () => readonly Uint8Array[]
	/** Beginnings of messages longer than the limit, since it was asked last. They are dropped, and told as rejects. */
	readonly overlong?: () => readonly Uint8Array[]
}
