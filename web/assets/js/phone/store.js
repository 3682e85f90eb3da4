// What this phone keeps of its own: reports until the server has them, in IndexedDB. Personal data: nothing more is kept.
const NAME = "allround-phone";
const REPORTS = "reports";

// Rejects where the browser keeps nothing (a private window, a full disk).
export async function openStore() {
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(REPORTS, { keyPath: "id" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("another window holds the storage"));
  });
  database.onversionchange = () => database.close();
  return new ReportStore(database);
}

class ReportStore {
  constructor(database) {
    this.database = database;
  }

  // Resolves when it is on the disk, not when it is about to be.
  #done(mode, work) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(REPORTS, mode, { durability: "strict" });
      const request = work(transaction.objectStore(REPORTS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  put(report) {
    return this.#done("readwrite", (reports) => reports.put(report));
  }

  remove(id) {
    return this.#done("readwrite", (reports) => reports.delete(id));
  }

  // In the order in which they happened.
  async all() {
    const found = await this.#done("readonly", (reports) => reports.getAll());
    return found.sort((one, other) => one.happened_at.localeCompare(other.happened_at));
  }

  wipe() {
    return this.#done("readwrite", (reports) => reports.clear());
  }
}
