import type { Json, JsonObject } from '../signing/json.ts';
import { byCodeUnit } from '../signing/key-orders.ts';

const maxOrders = 5_040;

type OrderKeys = (keys: string[]) => string[];

/**
 * Ways to order the keys of data, apart from the sorted one: as they are written; then, if the data is small, all
 * permutations of all objects, or else those of the inner objects. Mattermost sends all keys in sorted order, so the order
 * in which a script signed them must be guessed.
 *
 * Each is a function that starts one serialisation, because it must count the objects.
 */
export function* keyOrders(value: JsonObject): Generator<() => OrderKeys> {
  yield () => keys => keys;
  const inner = countOrders(Object.values(value));
  const all = inner * factorial(Object.keys(value).length);
  if (all <= maxOrders) {
    for (let number = 1; number < all; number++) yield () => takePermutations(number);
  } else if (inner <= maxOrders) {
    for (let number = 1; number < inner; number++) {
      yield () => sortOuter(takePermutations(number));
    }
  }
}

/** Sorts the keys of the outermost object, and orders those of the inner ones. */
function sortOuter(orderInner: OrderKeys): OrderKeys {
  let isOuter = true;
  return keys => {
    const wasOuter = isOuter;
    isOuter = false;
    return wasOuter ? byCodeUnit(keys) : orderInner(keys);
  };
}

/** How many ways there are to order the keys of all objects in these values; more than the limit means "too many". */
function countOrders(values: readonly Json[]): number {
  let orders = 1;
  for (const value of values) {
    if (typeof value !== 'object' || value === null) continue;
    orders *= countOrders(Object.values(value)) * (Array.isArray(value) ? 1 : factorial(Object.keys(value).length));
    if (orders > maxOrders) return orders;
  }
  return orders;
}

function factorial(count: number): number {
  return count <= 1 ? 1 : count > 10 ? maxOrders + 1 : count * factorial(count - 1);
}

/** Gives each object, in the order in which a serialiser meets them, its part of a number that names one permutation each. */
function takePermutations(number: number): OrderKeys {
  let rest = number;
  return keys => {
    const left = byCodeUnit(keys);
    const ordered: string[] = [];
    for (let size = left.length; size > 0; size--) {
      ordered.push(...left.splice(rest % size, 1));
      rest = Math.floor(rest / size);
    }
    return ordered;
  };
}
