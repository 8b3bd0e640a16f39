import { waysToSignIn } from './api.ts'
import { canPasskeys } from './passkey.ts'
import { useRemote } from './use-remote.ts'

/** Passkeys need a browser and an address that have them; undefined while the hub has not said. */
export function usePasskeys(): boolean | undefined {
	const { value, refusal } = useRemote(waysToSignIn)
	if (!value) return refusal ? false : undefined
	return value.passkeys && canPasskeys()
}
