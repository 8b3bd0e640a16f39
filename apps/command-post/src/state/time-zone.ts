import { chooseOperation } from './choose.ts'
import type { Facts } from './facts.ts'

type Known = Pick<Facts, 'operations' | 'route' | 'preferences' | 'config'>

/** Zone in which every time of the picture is shown and typed: the operation's own, not the device's and not the hub's. */
export function timeZoneNow({ operations, route, preferences, config }: Known): string {
	const operation = chooseOperation(operations, [route.operation, preferences.operation])
	return operation?.timeZone ?? config?.timeZone ?? 'Europe/Berlin'
}
