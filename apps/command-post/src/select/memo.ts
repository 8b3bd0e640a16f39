/** Remembers the last result of a pure function as long as its arguments are the same. */
export function memoLast<A extends readonly unknown[], R>(compute: (...args: A) => R): (...args: A) => R {
	let last: { readonly args: A; readonly result: R } | undefined
	return (...args) => {
		if (!last || last.args.some((arg, index) => !Object.is(arg, args[index]))) last = { args, result: compute(...args) }
		return last.result
	}
}
