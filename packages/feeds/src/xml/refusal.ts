/** Why reading stopped. Thrown inside the reader only, where no value can be returned through many levels. */
export class Refusal extends Error {
	readonly reason: string
	constructor(reason: string, message: string) {
		super(message)
		this.reason = reason
	}
}
