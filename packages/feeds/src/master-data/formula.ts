/** What a spreadsheet takes for the beginning of a formula when it opens a CSV file, in full width as well. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
/** Numbers and telephone numbers: whatever a spreadsheet makes of them, nothing is run. */
const NUMBER = /^[+-]?[\d\s.,/()-]*$/
const SHIELDED = /^'(?=[=+\-@\t\r\n＝＋－＠])/

/** A value that a stranger wrote, behind an apostrophe where a spreadsheet would run it. `plain` takes it away again. */
export function harmless(value: string): string {
	return FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value
}

export function plain(value: string): string {
	return value.replace(SHIELDED, '')
}
