"use strict";
/* The work on the page, which the browser keeps from visit to visit and shares among tabs. */

class KeptWork {
  constructor(data, model) {
    this.model = model;
    this.original = data.rows; // the records of the rows in the data
    this.key = `align review ${data.key}`;
    this.isStored = true; // false if the browser did not store the last edit
  }

  store() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.model.save()));
      this.isStored = true;
    } catch {
      this.isStored = false;
    }
  }

  /* Take over the work of an earlier visit; returns false if there is none. */
  restore() {
    try {
      return this.load(localStorage.getItem(this.key));
    } catch {
      return false; // the browser forbids storage
    }
  }

  /* Take over stored rows; returns false if they are not rows of this text. */
  load(stored) {
    if (!stored) return false;
    try {
      this.model.load(JSON.parse(stored), this.original);
      return true;
    } catch {
      return false;
    }
  }
}
