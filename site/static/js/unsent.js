/**
 * Answers of one item that the server has not confirmed, kept over a reload or a crash.
 *
 * At most two operations: the one in doubt, which may have reached the server and must
 * be settled with its own id first, and the newest one, which was never tried.
 *
 * @typedef {{operationId: string, expectedSequence: number|null, fields: [string, string][], tried: boolean}} Operation
 */
const PREFIX = "waybill:unsent:";

/**
 * @param {string} itemId
 * @returns {Operation[]}
 */
export function loadUnsent(itemId) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + itemId));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/**
 * @param {string} itemId
 * @param {Operation[]} operations
 */
export function keepUnsent(itemId, operations) {
  try {
    if (operations.length) localStorage.setItem(PREFIX + itemId, JSON.stringify(operations));
    else localStorage.removeItem(PREFIX + itemId);
  } catch {
    // Storage may be full or forbidden; the answer is still in the form and is still sent.
  }
}
