/* Names of types, demangled. */
#ifndef PIL_LIBCXX_CXXABI_H
#define PIL_LIBCXX_CXXABI_H

#include <typeinfo>
namespace __cxxabiv1 {
extern "C" char *__cxa_demangle(const char *, char *, size_t *, int *);
extern "C" std::type_info *__cxa_current_exception_type();
class __forced_unwind {
public:
    virtual ~__forced_unwind() noexcept;
};
}
namespace abi = __cxxabiv1;

#endif
