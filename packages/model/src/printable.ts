const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu

/** Said back to whoever sent it, and shown or logged as one line: nothing that controls a terminal or turns the direction of writing. */
export function printable(text: string): string {
	return text.replaceAll(UNPRINTABLE, '�')
}
