def certify(*a): raise NotImplementedError
